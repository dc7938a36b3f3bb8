import { HydrogenError } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';
import { trailDetails } from '../errors/trail-details.js';
import type { ObjectIssue } from './object-issue.js';

const SHOWN_PATHS = 5;

/** Models answered, and none of the answers fits the schema. It holds places and rules, and never what the answer was. */
export class InvalidObjectError extends HydrogenError {
  constructor(
    /** Of the last answer. */
    readonly issues: readonly ObjectIssue[],
    readonly routing: RoutingTrail,
  ) {
    const paths = issues
      .slice(0, SHOWN_PATHS)
      .map(({ path, code }) => `${path || 'the answer'}${code ? ` (${code})` : ''}`);
    super(
      `Model "${routing.model}": no answer fits the schema, the last one not at ${paths.join(', ')}. ` +
        'Describe the fields in the schema, or use a model that keeps to schemas.',
      {
        code: 'AI_INVALID_OBJECT',
        httpStatus: 502,
        details: { issues: issues.map((issue) => ({ ...issue })), ...trailDetails(routing) },
      },
    );
  }
}
