export { FakeClock } from './fake-clock.js';
export { collectFacts, type FactCollector } from './collect-facts.js';
