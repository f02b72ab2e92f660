import { type Mapping, passive } from './mapping.ts';

/** Customers who buy again: each purchase is a use; no features, no users but the customer. */
export const purchases: Mapping = {
  family: 'cdnow',
  customTypes: [],
  map: ({ type, payload }) => ({ type, payload }),
};

/** Members of a community: what they send is use, what they receive says nothing about their own activity. */
export const messages: Mapping = {
  family: 'collegemsg',
  customTypes: [passive('message.received')],
  map: ({ type, payload }) => ({ type, payload }),
};
