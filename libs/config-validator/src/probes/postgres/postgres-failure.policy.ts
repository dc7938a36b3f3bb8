import { networkFailure } from '../network-failure.policy.js';
import { brokenConnection, failed, noAnswer } from '../outcomes.js';
import type { ProbeOutcome } from '../probe.port.js';

/** What codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) and known sentences say of a failure. */
export function postgresFailure(messages: string, codes: readonly string[]): ProbeOutcome {
  const said = codes.map((code) => byCode(code, messages)).find((outcome) => outcome !== undefined);
  return said ?? networkFailure(codes) ?? byMessage(messages) ?? brokenConnection();
}

function byCode(code: string, messages: string): ProbeOutcome | undefined {
  switch (code) {
    case '28000':
      // pg_hba.conf has no line for this user without TLS: "no encryption", before PostgreSQL 14 "SSL off".
      return /no encryption|SSL off/.test(messages)
        ? failed(
            'CFG-REACH-013',
            'The server does not let this user in from here without TLS, which the address does not ask for.',
            'Add sslmode=verify-full to the address; if that does not help, allow the user in pg_hba.conf.',
          )
        : refused();
    case '28P01':
      return refused();
    case '3D000':
      return failed(
        'CFG-REACH-008',
        'The server has no database of that name.',
        'Create the database, or correct its name in the address.',
      );
    case '53300':
      return failed(
        'CFG-REACH-009',
        'The server has as many connections as it, this database or this user may have.',
        'Make pools smaller, raise the limit, or look for connections that nobody closes.',
      );
    case '57P01':
    case '57P02':
    case '57P03':
      return failed(
        'CFG-REACH-010',
        'The server is there, and is just starting or stopping.',
        'Wait, and look at the log of the server if it lasts.',
      );
    case '42501':
      return failed(
        'CFG-REACH-014',
        'The user may not connect to this database.',
        'GRANT CONNECT on the database to the user.',
      );
    default:
      return undefined;
  }
}

/** Sentences of the client `pg`, which have no codes. */
function byMessage(messages: string): ProbeOutcome | undefined {
  if (/does not support SSL/.test(messages)) {
    return failed(
      'CFG-REACH-013',
      'The address asks for TLS, and the server has none.',
      'Give the server a certificate, or take sslmode out of the address.',
    );
  }
  if (/client password must be/.test(messages)) {
    return failed(
      'CFG-REACH-007',
      'The server demands a password, and the address holds none.',
      'Put it there as postgres://user:password@host, with %XX for special characters.',
    );
  }
  return /timeout/i.test(messages) ? noAnswer() : undefined;
}

function refused(): ProbeOutcome {
  return failed(
    'CFG-REACH-007',
    'The server refuses the user or the password.',
    'Correct them in the address, or create the user at the server.',
  );
}
