export { jobsOf, type InputLine, type JobInput } from './input/job-input.ts';
export { readJobs, type ReadJobsOptions } from './input/read-jobs.ts';
export { runBulk } from './folder/run-bulk.ts';
export { openQueue, type BulkQueue, type QueueOptions } from './queue/open-queue.ts';
export { enqueue, enqueueAll, type Enqueued } from './queue/enqueue.ts';
export { createWorker, type BulkWorker, type WorkerOptions } from './queue/worker.ts';
export { onResult, waitForAll } from './queue/on-result.ts';
