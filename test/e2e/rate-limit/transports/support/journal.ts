import { Injectable } from '@nestjs/common';

/** Which handlers have really run. */
@Injectable()
export class Journal {
  readonly entries: string[] = [];

  answer(handler: string): string {
    this.entries.push(handler);
    return `answer of ${handler}`;
  }
}
