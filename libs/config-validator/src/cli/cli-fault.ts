import { HydrogenError } from '@hydrogenai/common';

/** The command line, or what it names, is wrong; nothing was checked. Its message is for people and holds no value. */
export class CliFault extends HydrogenError {
  constructor(message: string) {
    super(message, { code: 'CONFIGURATION_COMMAND' });
  }
}

/** The command itself failed. */
export class InternalFault extends HydrogenError {
  constructor(message: string) {
    super(message, { code: 'CONFIGURATION_COMMAND_INTERNAL' });
  }
}
