import type { LanguageModelV4FilePart } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import type { ImageInput } from './generate-request.js';

const MEDIA_TYPE = /^image\/[\w.+-]{1,64}$/;
/** Standard alphabet with padding (RFC 4648, section 4). Only the start is looked at: images are large. */
const BASE64_START = /^[A-Za-z0-9+/]{4,64}={0,2}/;
const BASE64_MULTIPLE = 4;

/** @throws InvalidOptionError naming the field. */
export function toImageParts(
  images: readonly ImageInput[] | undefined,
  field: string,
): LanguageModelV4FilePart[] {
  if (images === undefined) return [];
  if (!Array.isArray(images)) refuse(field, 'a list of { data, mediaType }', images);
  return images.map((image, index) => toImagePart(image, `${field}[${index}]`));
}

function toImagePart(image: ImageInput, field: string): LanguageModelV4FilePart {
  if (typeof image !== 'object' || image === null) refuse(field, '{ data, mediaType }', image);
  const { data, mediaType } = image;
  if (typeof mediaType !== 'string' || !MEDIA_TYPE.test(mediaType)) {
    refuse(`${field}.mediaType`, 'a media type such as image/png', mediaType);
  }
  const isData =
    data instanceof Uint8Array
      ? data.length > 0
      : typeof data === 'string' && data.length % BASE64_MULTIPLE === 0 && BASE64_START.test(data);
  if (!isData) {
    refuse(`${field}.data`, 'the bytes or their base64 (no URL: fetch it first, by your own rules)', data);
  }
  return { type: 'file', data: { type: 'data', data }, mediaType };
}

function refuse(field: string, accepted: string, received: unknown): never {
  throw new InvalidOptionError({ field, accepted, received, secret: true });
}
