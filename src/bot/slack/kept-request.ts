export {
  isDeciding,
  type KeptClick,
  type KeptRequest,
  openRequest,
  sealRequest,
} from '../platform/kept-request.ts';
