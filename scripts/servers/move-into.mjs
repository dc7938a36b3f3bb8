import { rename, rm } from 'node:fs/promises';

/**
 * Moves a finished folder to its place in one step, so that two runs at once never see half a tree. Where another
 * run was first, its tree stays, since it may be in use already, and ours goes.
 */
export async function moveInto(finished, place) {
  try {
    await rename(finished, place);
  } catch (error) {
    await rm(finished, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}
