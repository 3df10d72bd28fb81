export { jobsOf, type InputLine, type JobInput } from './input/job-input.ts';
export { readJobs, type ReadJobsOptions } from './input/read-jobs.ts';
export { runBulk } from './folder/run-bulk.ts';
