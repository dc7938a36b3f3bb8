import { defineHydrogenai } from '@hydrogenai/config-validator';
import { DemoEnvironment } from './demo.environment.js';

/** What the demo reads at its start, and `npx hydrogenai doctor` checks. */
export const hydrogenai = defineHydrogenai({ schemas: [DemoEnvironment], envFiles: ['.env'] });
