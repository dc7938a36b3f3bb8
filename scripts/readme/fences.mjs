const OPENING = /^( *)(`{3,}|~{3,})\s*([^\s`]*)\s*([^`]*)$/;
const TYPESCRIPT = new Set(['ts', 'typescript', 'mts', 'tsx']);

/**
 * The TypeScript fences of a Markdown text: where each stands (`line`, from 1, of its first code line), its code, the
 * file that its first line names, if any (`// file: cats.service.ts` or just `// cats.service.ts`), and whether its info
 * string asks not to be checked.
 */
export function typeScriptFences(markdown) {
  const fences = [];
  let open;
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    if (open === undefined) {
      const [, indent, marks, language = '', info = ''] = OPENING.exec(line) ?? [];
      if (marks !== undefined) open = { indent, marks, language, info, line: index + 2, code: [] };
    } else if (closes(line, open.marks)) {
      fences.push(open);
      open = undefined;
    } else {
      open.code.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
    }
  }
  return fences
    .filter(({ language }) => TYPESCRIPT.has(language.toLowerCase()))
    .map(({ line, code, info }) => ({
      line,
      code: code.join('\n'),
      file: /^\/\/ (?:file: *)?([\w./-]+\.ts)\s*$/.exec(code[0] ?? '')?.[1],
      unchecked: /ignore|no-?check|skip/i.test(info),
    }));
}

function closes(line, marks) {
  const trimmed = line.trim();
  return trimmed.length >= marks.length && trimmed === marks[0].repeat(trimmed.length);
}
