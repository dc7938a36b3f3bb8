import { MissingPeerError, isAbsent } from '@hydrogenai/common';
import { createRequire } from 'node:module';

const PACKAGE = 'sanitize-html';

/** What we use of `sanitize-html`. Own types, because the package may be absent where ours are read. */
type SanitizeHtml = (
  html: string,
  options: { readonly allowedTags: []; readonly allowedAttributes: object },
) => string;

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/**
 * The text of HTML, with the entities that `sanitize-html` writes turned back. The elements whose text is no text (script,
 * style, textarea, option) go as a whole.
 * @param load Requires the package; another one for tests.
 * @throws MissingPeerError when `sanitize-html` is not installed.
 */
export function stripHtml(
  text: string,
  load: (name: string) => unknown = createRequire(import.meta.url),
): string {
  if (!/[<&]/.test(text)) return text;
  const stripped = sanitizer(load)(text, { allowedTags: [], allowedAttributes: {} });
  return stripped.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

function sanitizer(load: (name: string) => unknown): SanitizeHtml {
  try {
    const sanitize = load(PACKAGE);
    if (typeof sanitize !== 'function') throw new TypeError(`"${PACKAGE}" exports no function.`);
    // Version 2 exports the function itself; what it takes and gives is in its own types.
    return sanitize as SanitizeHtml;
  } catch (error) {
    if (isAbsent(error, PACKAGE)) throw new MissingPeerError('Stripping HTML', PACKAGE, error);
    throw error;
  }
}
