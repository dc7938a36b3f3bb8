import type { RetryBudget } from './retry-budget.js';
import { RetryWindow } from './retry-window.js';

/** Marks applications with what their budgets have seen. Weak on both sides, so nothing outlives an application. */
const windowsOf = new WeakMap<object, WeakMap<RetryBudget, RetryWindow>>();

/** @param owner the application, or the instance itself where no application made it. */
export function retryWindowOf(owner: object, budget: RetryBudget): RetryWindow {
  let windows = windowsOf.get(owner);
  if (!windows) windowsOf.set(owner, (windows = new WeakMap()));
  let window = windows.get(budget);
  if (!window) windows.set(budget, (window = new RetryWindow(budget)));
  return window;
}
