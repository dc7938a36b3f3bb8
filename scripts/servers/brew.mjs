import { join } from 'node:path';
import { capture, onPath } from '../run.mjs';

/** Installs a Homebrew formula (which starts no service); the program's path, or undefined without Homebrew. */
export async function installWithBrew({ formula, program, say }) {
  const brew = onPath('brew');
  if (brew === undefined) return undefined;
  say(`installing ${formula} with Homebrew`);
  const installed = await capture(brew, ['install', '--quiet', formula]);
  if (installed.code !== 0) {
    say(`brew install ${formula} failed: ${installed.output.trim().split('\n').at(-1) ?? ''}`);
    return undefined;
  }
  const { output } = await capture(brew, ['--prefix', formula]);
  return join(output.trim(), 'bin', program);
}
