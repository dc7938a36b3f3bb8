import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { finding } from './finding.js';
import { FINDING_CATALOGUE, type FindingId } from './finding-catalogue.js';

const root = new URL('../../', import.meta.url);
const pages = readdirSync(new URL('docs/findings/', root)).map((file) => file.replace(/\.md$/, ''));
// The keys of the catalogue are its ids.
const ids = Object.keys(FINDING_CATALOGUE) as FindingId[];

describe('the pages about findings', () => {
  it('are one for each id, and no other', () => {
    expect(pages.toSorted()).toEqual(ids.toSorted());
  });

  it.each(ids)('%s says what it means, why it matters and what to do, with an example', (id) => {
    const { docs = '' } = finding(id, { subject: 's', problem: 'p', action: 'a' });
    const headings = [...readFileSync(new URL(docs, root), 'utf8').matchAll(/^#+ .*$/gm)].map(String);
    expect(headings[0]).toMatch(new RegExp(`^# ${id} \\S`));
    expect(headings.slice(1)).toEqual([
      '## What it means',
      '## Why it matters',
      '## What to do',
      '## Example',
    ]);
  });

  it('are published with the package', () => {
    const { files }: { files: string[] } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    expect(files).toContain('docs');
  });
});
