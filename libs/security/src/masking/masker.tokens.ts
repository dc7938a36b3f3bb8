/** Injects the application's `Masker`. */
export const MASKER: unique symbol = Symbol('@hydrogenai/security MASKER');
