import { readFile } from 'node:fs/promises';
import { finding, type Finding } from '../findings/finding.js';
import type { EnvLayer } from './env-layer.js';
import { parseEnvFile } from './env-file.policy.js';

export interface EnvFiles {
  readonly layers: readonly EnvLayer[];
  readonly findings: readonly Finding[];
}

/** Reads environment files; the first has precedence over the next. One that does not exist is left out. */
export async function readEnvFiles(files: readonly string[]): Promise<EnvFiles> {
  const read = await Promise.all(files.map((file) => readEnvFile(file)));
  return {
    layers: read.flatMap(({ layers }) => layers),
    findings: read.flatMap(({ findings }) => findings),
  };
}

async function readEnvFile(file: string): Promise<EnvFiles> {
  try {
    const { values, lines, findings } = parseEnvFile(file, await readFile(file));
    return { layers: [{ source: { kind: 'file', file }, values, lines }], findings };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return { layers: [], findings: [] };
    const unreadable = finding('CFG-FILE-001', {
      subject: file,
      problem: `The file exists and cannot be read (${code}).`,
      action: 'Make it a file that this user may read, or take it out of the option "envFiles".',
      source: { kind: 'file', file },
    });
    return { layers: [], findings: [unreadable] };
  }
}
