/** What a connection string has to look like. */
export interface ConnectionStringForm {
  /** Accepted schemes, without the colon: `redis`, `rediss`. At least one. */
  readonly schemes: readonly string[];
  /** True: the port must be named. Default: false, the server's own port applies. */
  readonly port?: boolean;
  /** True: the database must be named in the path. Default: false. */
  readonly database?: boolean;
}

/** The part of a connection string that is not in order, and what is wrong with it. It quotes nothing. */
export interface ConnectionFault {
  readonly part: 'scheme' | 'user' | 'host' | 'port' | 'database';
  readonly problem: string;
}

const PARTS = /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?<rest>[^]*)$/i;
const HOST_AND_PORT = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>[^]*))?$/;
const BAD_ESCAPE = /%(?![\da-f]{2})/i;
const NUMBERED_DATABASES: ReadonlySet<string> = new Set(['redis', 'rediss']);
const ESCAPE = 'Special characters of a password must be written as %XX (for example %2F for /).';

/** Every part of a connection string that is not in order. */
export function connectionFaults(text: string, form: ConnectionStringForm): readonly ConnectionFault[] {
  const { scheme, rest } = PARTS.exec(text)?.groups ?? {};
  const accepted = form.schemes.map((one) => `${one}://`).join(' or ');
  if (scheme === undefined || rest === undefined) {
    return [{ part: 'scheme', problem: `The value does not begin with ${accepted}.` }];
  }
  const faults: ConnectionFault[] = [];
  if (!form.schemes.includes(scheme.toLowerCase())) {
    faults.push({ part: 'scheme', problem: `The scheme of the value is not ${accepted}.` });
  }
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const after = end < 0 ? '' : rest.slice(end);
  if (!authority.includes('@') && after.includes('@')) {
    // What looks like the host and its port is the beginning of the user's name and password.
    return [...faults, { part: 'user', problem: `The user or password holds /, ? or #. ${ESCAPE}` }];
  }
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  if (user.includes('@') || /\s/.test(user) || BAD_ESCAPE.test(user)) {
    faults.push({ part: 'user', problem: `The user or password holds @, % or white space. ${ESCAPE}` });
  }
  return [
    ...faults,
    ...hostFaults(authority.slice(at + 1), after, form),
    ...databaseFaults(scheme, after, form),
  ];
}

function hostFaults(text: string, after: string, { port: needsPort }: ConnectionStringForm) {
  const faults: ConnectionFault[] = [];
  const { host = '', port } = HOST_AND_PORT.exec(text)?.groups ?? {};
  // PostgreSQL names a socket's folder as ?host=.
  if (host === '' && !/[?&]host=/.test(after)) faults.push({ part: 'host', problem: 'The host is missing.' });
  else if (host !== '' && !URL.canParse(`http://${host}`)) {
    faults.push({ part: 'host', problem: 'The host is no name or address of a server.' });
  }
  if (port === undefined || port === '') {
    if (needsPort) faults.push({ part: 'port', problem: 'The port is missing.' });
  } else if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    faults.push({ part: 'port', problem: 'The port is not a number from 1 to 65535.' });
  }
  return faults;
}

function databaseFaults(scheme: string, after: string, form: ConnectionStringForm): ConnectionFault[] {
  const database = /^\/(?<name>[^?#]*)/.exec(after)?.groups?.['name'] ?? '';
  if (database === '') {
    return form.database ? [{ part: 'database', problem: 'The database is missing.' }] : [];
  }
  return NUMBERED_DATABASES.has(scheme.toLowerCase()) && !/^\d{1,5}$/.test(database)
    ? [{ part: 'database', problem: 'The database is not a number, as Redis counts them.' }]
    : [];
}
