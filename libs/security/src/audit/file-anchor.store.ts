import { open, readFile } from 'node:fs/promises';
import type { AnchorStore, AuditAnchor } from './audit-anchor.js';

/** Appends anchors to a file, a line of JSON each. On the disk of the trail itself it helps only against accidents. */
export class FileAnchorStore implements AnchorStore {
  constructor(private readonly options: { readonly path: string }) {}

  async save(anchor: AuditAnchor): Promise<void> {
    const file = await open(this.options.path, 'a', 0o600);
    try {
      // The line break comes first, so that a torn anchor spoils no other.
      await file.appendFile(`\n${JSON.stringify(anchor)}`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async load(): Promise<readonly unknown[]> {
    const lines = (await this.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        return undefined; // counts as damaged, and the error would quote it
      }
    });
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.options.path, 'latin1');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }
}
