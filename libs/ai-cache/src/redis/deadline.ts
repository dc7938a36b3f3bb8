// The Redis tier's own names, from when only it had deadlines.
export { DeadlineError as RedisDeadlineError, answeredWithin } from '../guard/deadline.js';
