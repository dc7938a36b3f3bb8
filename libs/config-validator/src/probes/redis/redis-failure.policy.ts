import { networkFailure } from '../network-failure.policy.js';
import { brokenConnection, failed, noAnswer } from '../outcomes.js';
import type { ProbeOutcome } from '../probe.port.js';

interface Mark {
  /** What the server's or the client's message holds. */
  readonly mark: RegExp;
  readonly outcome: () => ProbeOutcome;
}

/** https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors: the first word says the kind. */
const MARKS: readonly Mark[] = [
  {
    mark: /\bWRONGPASS\b|\bERR invalid password\b/,
    outcome: () =>
      failed('CFG-REACH-007', 'The server refuses the user or the password.', 'Correct them in the address.'),
  },
  {
    mark: /\bNOAUTH\b/,
    outcome: () =>
      failed(
        'CFG-REACH-007',
        'The server demands a password, and the address holds none.',
        'Put it there as redis://user:password@host, with %XX for special characters.',
      ),
  },
  {
    mark: /\bDENIED\b/,
    outcome: () =>
      failed(
        'CFG-REACH-014',
        'The server is in protected mode and refuses other machines.',
        'Give the server a password, or let it listen only where it is safe.',
      ),
  },
  {
    mark: /\bNOPERM\b/,
    outcome: () =>
      failed(
        'CFG-REACH-014',
        'The user may not even ask the server how it is.',
        'Give the user the commands that the application needs (ACL SETUSER).',
      ),
  },
  {
    mark: /max number of clients/,
    outcome: () =>
      failed(
        'CFG-REACH-009',
        'The server has as many clients as it accepts.',
        'Raise maxclients, or look for connections that nobody closes.',
      ),
  },
  {
    mark: /\bLOADING\b|\bMASTERDOWN\b|\bBUSY\b|\bCLUSTERDOWN\b/,
    outcome: () =>
      failed(
        'CFG-REACH-010',
        'The server is there and cannot serve yet: it loads its data, runs a script or waits for its Cluster.',
        'Wait, and look at the log of the server if it lasts.',
      ),
  },
  {
    mark: /DB index is out of range/,
    outcome: () =>
      failed(
        'CFG-REACH-008',
        'The server has no database of the number that the address names.',
        'Correct the number behind the last slash.',
      ),
  },
  {
    mark: /cluster support disabled/,
    outcome: () =>
      failed(
        'CFG-REACH-015',
        'The server is no node of a Redis Cluster.',
        'Name nodes of a Cluster, or declare a single server.',
      ),
  },
];

/** Codes of the system that a Sentinel's or a node's error tells in its text only. */
const CODE_IN_TEXT =
  /\bE(?:CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|TIMEDOUT)\b|\bENOTFOUND\b|\bEAI_AGAIN\b/g;

/** What messages and codes of a failed connection say about the server: its own words first. */
export function redisFailure(messages: string, codes: readonly string[]): ProbeOutcome {
  const known = MARKS.find(({ mark }) => mark.test(messages));
  if (known !== undefined) return known.outcome();
  const network = networkFailure([...codes, ...(messages.match(CODE_IN_TEXT) ?? [])]);
  if (network !== undefined) return network;
  if (/sentinels/i.test(messages)) return unknownMaster();
  return /timed? ?out/i.test(messages) ? noAnswer() : brokenConnection();
}

function unknownMaster(): ProbeOutcome {
  return failed(
    'CFG-REACH-015',
    'No Sentinel that can be reached knows a master of that name.',
    'Correct the addresses of the Sentinels or the name of the master.',
  );
}
