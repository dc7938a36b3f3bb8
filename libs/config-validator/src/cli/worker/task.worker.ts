import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { performTask } from './perform-task.js';
import type { Task } from './task.js';

// Only run-in-worker.ts starts this file.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await performTask(workerData as Task));
