/**
 * Says what could be better about a value that its rules accept: a sentence, or nothing. It is given the value as it is
 * read, and the sentence must not quote it; one that does is left out of the finding.
 */
// Decorators cannot know the type of the property that they stand at.
// oxlint-disable-next-line typescript/no-explicit-any
export type Advise = (value: any) => string | false | null | undefined;
