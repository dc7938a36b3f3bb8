/** The values of a schema as they are now. Ask for `current` each time; what it gives is frozen and never changes. */
export interface Live<Values> {
  readonly current: Values;
}
