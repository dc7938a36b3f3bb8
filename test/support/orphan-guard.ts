import { spawn } from 'node:child_process';

/** Takes the guard off a process that has ended: its number may soon belong to somebody else. */
export type ReleaseOrphanGuard = () => void;

/**
 * Kills the process `pid`, if any, and removes `folder`, if any, as soon as this process is gone, however it went (SIGKILL and a
 * crash included). A shell waits on a pipe of which only we hold the other end: the kernel closes it when we die,
 * the shell's `read` ends, and the shell kills. It runs in a group of its own, so a Ctrl-C does not end it first,
 * and it does not keep us alive.
 */
export function guardAgainstOrphan(pid: number | undefined, folder = ''): ReleaseOrphanGuard {
  const script =
    'if read -r released; then exit 0; fi; [ -z "$1" ] || kill -9 "$1"; [ -z "$2" ] || rm -rf "$2"';
  const guard = spawn('/bin/sh', ['-c', script, 'orphan-guard', String(pid ?? ''), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  guard.stdin.on('error', () => guard.kill()); // the shell is gone already: then there is nothing to release
  return () => void guard.stdin.end('released\n');
}
