import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleTypeScript } from './bundle-typescript.js';
import { guardAgainstOrphan } from './orphan-guard.js';

export interface ChildOptions {
  /** Command line arguments. Default: none. */
  readonly args?: readonly string[];
  /** Variables on top of this process's own; `undefined` takes one away. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Working directory. Default: ours. */
  readonly cwd?: string;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process of a test's own; ends at the latest with this process. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** All it has printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when the process has ended and its outputs are complete. */
  readonly ended: Promise<ChildEnd>;
  /** First line, printed already or still to come on either output, that matches. */
  waitForLine(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Resolves if it ends by itself in time. */
  endsWithin(ms: number): Promise<ChildEnd>;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<ChildEnd>;
}

/** Generous for a busy machine: it bounds a hang, it measures nothing. */
const LINE_WITHIN_MS = 15_000;

/** Runs a JavaScript file with the Node that runs us. */
export function runNode(file: string, options: ChildOptions = {}): Promise<Child> {
  return runCommand(process.execPath, [file, ...(options.args ?? [])], options);
}

/** Runs a TypeScript file, decorators and workspace sources included, in a child process. */
export async function runTypeScript(file: string, options: ChildOptions = {}): Promise<Child> {
  return runNode(await bundleTypeScript(file), options);
}

/** Runs any command, without a shell. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: Omit<ChildOptions, 'args'> = {},
): Promise<Child> {
  const child = spawn(command, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} was started without a process id.`);
  const release = guardAgainstOrphan(pid);

  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<ChildEnd>((done) => {
    child.on('close', (code, signal) => {
      release();
      done({ code, signal });
    });
  });
  const said = (): string => `\nstdout: ${output.stdout}\nstderr: ${output.stderr}`;

  const waitForLine = (pattern: RegExp, withinMs = LINE_WITHIN_MS): Promise<string> =>
    new Promise((found, fail) => {
      const look = (atEnd: boolean): void => {
        const line = [output.stdout, output.stderr]
          .flatMap((text) => wholeLines(text, atEnd))
          .find((text) => pattern.test(text));
        if (line !== undefined) settle(() => found(line));
        else if (atEnd)
          settle(() => fail(new Error(`the process ended without a line like ${pattern}${said()}`)));
      };
      const onData = (): void => look(false);
      const onClose = (): void => look(true);
      const timer = setTimeout(() => {
        settle(() => fail(new Error(`no line like ${pattern} within ${withinMs} ms${said()}`)));
      }, withinMs);
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        child.stdout.off('data', onData);
        child.stderr.off('data', onData);
        child.off('close', onClose);
        then();
      };
      child.stdout.on('data', onData);
      child.stderr.on('data', onData);
      child.on('close', onClose);
      look(child.stdout.closed && child.stderr.closed);
    });

  const kill = (): Promise<ChildEnd> => {
    child.kill('SIGKILL');
    return ended;
  };
  return {
    pid,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    ended,
    waitForLine,
    endsWithin: (ms) => endsWithin(ended, ms, said),
    signal: (name) => void child.kill(name),
    kill,
    [Symbol.asyncDispose]: async () => void (await kill()),
  };
}

/** The last piece is a line only when no more can follow it. */
function wholeLines(text: string, complete: boolean): string[] {
  const lines = text.split('\n');
  return complete ? lines : lines.slice(0, -1);
}

async function endsWithin(ended: Promise<ChildEnd>, ms: number, said: () => string): Promise<ChildEnd> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`the process is still running after ${ms} ms${said()}`)), ms);
  });
  try {
    return await Promise.race([ended, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
