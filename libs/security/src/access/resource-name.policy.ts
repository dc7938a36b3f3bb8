const NAME = /^[A-Za-z_$][\w$]{0,63}$/;

/** How a method stands in the audit trail: `ClassName.methodName`. Names that are none, such as of symbols, are left out. */
export function resourceOf(className: string, methodName: string): string {
  return `${shown(className)}.${shown(methodName)}`;
}

function shown(name: string): string {
  return NAME.test(name) ? name : 'unnamed';
}
