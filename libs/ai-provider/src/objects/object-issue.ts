/** What is wrong with an answer: where, and which rule. Never what was there. */
export interface ObjectIssue {
  /** Names from the schema and positions: `items[2].price`; names that the model chose are `*`; empty for the whole. */
  readonly path: string;
  /** The validator's word, such as `invalid_type`; ours are `not_json` and `truncated`. Absent where it has none. */
  readonly code?: string;
}
