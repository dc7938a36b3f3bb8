import type { Fault } from './fault.types.js';
import type { WireError } from './problem.types.js';
import type { StreamFrames } from './wires/wire-endpoint.types.js';

/** What is written to the socket, and how it ends. */
export interface Transmission {
  /** Written one after another, paced by `tokenDelayMs`. */
  readonly parts: readonly string[];
  readonly ending: 'end' | 'reset' | 'stall';
  /** Announced length in bytes; absent for a body of open length. */
  readonly contentLength?: number;
}

/** Faults that let the answer begin. The others are answered before it is made. */
export type AnswerFault = Extract<
  Fault,
  { kind: 'reset' | 'end' | 'stall' | 'brokenJson' | 'streamError' | 'quota' }
>;

/** A stream, whole or as the fault leaves it. */
export function streamTransmission(
  frames: StreamFrames,
  fault: AnswerFault | undefined,
  error: WireError,
): Transmission {
  const { preamble, content, finish } = frames;
  const start = (count: number): readonly string[] => [preamble.join(''), ...content.slice(0, count)];
  const whole = [preamble.join(''), ...content, finish.join('')];
  switch (fault?.kind) {
    case undefined:
      return { parts: whole, ending: 'end' };
    case 'quota':
      return { parts: [frames.error(error, 0).join('')], ending: 'end' };
    case 'streamError': {
      const sent = preamble.length + Math.min(fault.afterChunks, content.length);
      return { parts: [...start(fault.afterChunks), frames.error(error, sent).join('')], ending: 'end' };
    }
    case 'reset':
      if (fault.afterBytes !== undefined)
        return { parts: firstBytes(whole, fault.afterBytes), ending: 'reset' };
      return { parts: start(fault.afterChunks ?? 0), ending: 'reset' };
    case 'end':
      return { parts: start(fault.afterChunks), ending: 'end' };
    case 'stall':
      return { parts: start(fault.afterChunks), ending: 'stall' };
    case 'brokenJson': {
      const before = fault.afterChunks ?? 0;
      return {
        parts: [...start(before), frames.broken, ...content.slice(before + 1), finish.join('')],
        ending: 'end',
      };
    }
    default:
      return fault satisfies never;
  }
}

/** One JSON body, whole or as the fault leaves it. */
export function jsonTransmission(
  json: string,
  fault: AnswerFault | undefined,
  error: WireError,
): Transmission {
  const half = json.slice(0, Math.floor(json.length / 2));
  const contentLength = Buffer.byteLength(json);
  switch (fault?.kind) {
    case undefined:
      return { parts: [json], ending: 'end', contentLength };
    case 'quota':
    case 'streamError':
      return { parts: [JSON.stringify(error.body)], ending: 'end' };
    case 'reset':
      return {
        parts: fault.afterBytes === undefined ? [half] : firstBytes([json], fault.afterBytes),
        ending: 'reset',
        contentLength,
      };
    case 'end':
      return { parts: [half], ending: 'end' };
    case 'stall':
      return { parts: [half], ending: 'stall', contentLength };
    case 'brokenJson':
      return { parts: [half], ending: 'end', contentLength: Buffer.byteLength(half) };
    default:
      return fault satisfies never;
  }
}

/** The parts up to so many bytes; a character in the middle of the cut is left out. */
function firstBytes(parts: readonly string[], bytes: number): readonly string[] {
  let left = bytes;
  const kept: string[] = [];
  for (const part of parts) {
    if (left <= 0) break;
    const size = Buffer.byteLength(part);
    const fits =
      size <= left ? part : new TextDecoder().decode(Buffer.from(part).subarray(0, left), { stream: true });
    kept.push(fits);
    left -= size;
  }
  return kept;
}
