import { Option, type Command } from 'commander';
import { renderConfiguration } from '../../describe/render-configuration.js';
import type { CliIo } from '../cli-io.js';
import { envFileOption, schemasOption, type CommonOptions } from '../options.js';
import { SCHEMA_FORMATS, type SchemaFormat } from '../worker/task.js';
import { locate, perform } from './perform.js';

export function addConfig(program: Command, io: CliIo): void {
  const config = program.command('config').description('shows the configuration of this application');
  config
    .command('print')
    .description(
      'every variable, the place that its value is from, and the value if nothing speaks against it',
    )
    .addOption(new Option('--format <format>', 'how it looks').choices(['text', 'json']).default('text'))
    .addOption(envFileOption())
    .addOption(schemasOption())
    .action(async (options: CommonOptions & { readonly format: 'text' | 'json' }) => {
      const { description } = await perform({ kind: 'print', ...(await locate(options, io)) }, io);
      io.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify(description, null, 2)}\n`
          : renderConfiguration(description),
      );
    });
  config
    .command('schema')
    .description('what variables there are: JSON Schema, .env.example or Markdown')
    .addOption(new Option('--format <format>', 'how it looks').choices(SCHEMA_FORMATS).default('json'))
    .addOption(schemasOption())
    .action(async (options: CommonOptions & { readonly format: SchemaFormat }) => {
      const located = await locate(options, io);
      const { text } = await perform({ kind: 'schema', ...located, format: options.format }, io);
      io.stdout.write(text);
    });
}
