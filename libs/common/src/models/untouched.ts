import { Exclude, Transform, Type } from 'class-transformer';

/** A class none of whose fields class-transformer walks into. */
@Exclude()
class Opaque {}

/**
 * Property decorator: the value stays the one that was sent. class-transformer would leave out keys such as `constructor`
 * and `toString` from free-form data, and two different questions would then look equal to the cache.
 */
export function Untouched(): PropertyDecorator {
  const asOpaque = Type(() => Opaque);
  const asSent = Transform(({ obj, key }) => {
    // class-transformer types the source object as any; it is the object that holds `key`.
    const source = obj as Record<string, unknown>;
    return source[key];
  });
  return (target, key) => {
    asOpaque(target, key);
    asSent(target, key);
  };
}
