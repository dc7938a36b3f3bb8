import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { performTask } from './perform-task.js';
import type { Task } from './task.js';

// Only run-in-worker.ts starts this file.
parentPort?.postMessage(await performTask(workerData as Task));
