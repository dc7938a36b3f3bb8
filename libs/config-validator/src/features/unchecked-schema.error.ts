import { HydrogenError } from '@hydrogenai/common';

/** A feature came after the boot check, as lazily loaded modules do, so that nobody has checked its schema. */
export class UncheckedSchemaError extends HydrogenError {
  constructor(name: string) {
    super(
      `The schema ${name} was not part of the boot check, because its module was loaded later. Name it in the "schemas" of forRoot() too.`,
      { code: 'CONFIGURATION_UNCHECKED', details: { schema: name } },
    );
  }
}
