/**
 * The command line, or what it names, is wrong; nothing was checked. Its message is for people and holds no value. These
 * are plain errors that never leave the command: the errors of the suite come with Nest, which takes long to load.
 */
export class CliFault extends Error {
  override readonly name = 'CliFault';
}

/** The command itself failed. */
export class InternalFault extends Error {
  override readonly name = 'InternalFault';
}
