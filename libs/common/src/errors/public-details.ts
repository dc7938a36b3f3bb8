/** A JSON value made of facts that may leave the process. */
export type PublicErrorValue =
  | string
  | number
  | boolean
  | null
  | readonly PublicErrorValue[]
  | { readonly [key: string]: PublicErrorValue };

export type PublicErrorDetails = { readonly [key: string]: PublicErrorValue };
