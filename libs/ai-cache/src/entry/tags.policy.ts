import { InvalidOptionError } from '@hydrogenai/common';

/** Each tag is looked at by every hit, so there are few. */
const MOST_TAGS = 64;
const LONGEST_TAG = 256;

const NONE: readonly string[] = [];

/**
 * The tags of one answer, each once.
 * @throws InvalidOptionError for more than 64 and for what is no text of 1 to 256 characters; it quotes none.
 */
export function checkTags(tags: readonly string[] | undefined, field = 'tags'): readonly string[] {
  if (tags === undefined) return NONE;
  // JavaScript callers may give anything.
  const given: unknown = tags;
  const fit = Array.isArray(given) && given.every(isTag) && new Set(given).size <= MOST_TAGS;
  if (!fit) {
    throw new InvalidOptionError({
      field,
      accepted: `at most ${MOST_TAGS} texts of 1 to ${LONGEST_TAG} characters`,
      received: given,
      secret: true,
    });
  }
  return [...new Set(tags)];
}

function isTag(tag: unknown): boolean {
  return typeof tag === 'string' && tag.length > 0 && tag.length <= LONGEST_TAG;
}
