import { isDeeperThan } from '@hydrogenai/common/models';
import { InvalidRequestError, type FieldProblem } from '@hydrogenai/security';
import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { UnreadableBody } from './unreadable-body.js';

/** A sender may put anything into the name of an unknown field; only what looks like a name is repeated. */
const SHOWN_NAME = /^[A-Za-z_][\w-]{0,63}$/;

const MOST_PROBLEMS = 20;

/** Far deeper than any request of ours; the libraries below recurse, and would overflow the stack. */
const DEEPEST_BODY = 64;

/** Validates bodies strictly: unknown fields are refused, and no value is ever quoted. */
export function createValidationPipe(): ValidationPipe {
  return new BoundedValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new InvalidRequestError(problemsOf(errors).slice(0, MOST_PROBLEMS)),
  });
}

class BoundedValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (value instanceof UnreadableBody) throw value.error;
    if (metadata.type === 'body' && isDeeperThan(value, DEEPEST_BODY)) {
      throw new InvalidRequestError([
        { field: 'body', rule: `must not be nested deeper than ${DEEPEST_BODY} levels` },
      ]);
    }
    return super.transform(value, metadata);
  }
}

function problemsOf(errors: readonly ValidationError[], parents: readonly string[] = []): FieldProblem[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = [...parents, shown(property)];
    const own = Object.entries(constraints).map(([name, rule]) => ({
      field: path.join('.'),
      rule: name === 'whitelistValidation' ? 'is not a known field' : rule,
    }));
    return [...own, ...problemsOf(children, path)];
  });
}

function shown(property: string): string {
  return SHOWN_NAME.test(property) ? property : `(a name of ${property.length} characters)`;
}
