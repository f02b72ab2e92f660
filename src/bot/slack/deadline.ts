export { type Deadline, startDeadline } from '../platform/deadline.ts';
