import { storeChatContract } from '../../test/suites/store-chat-contract.ts';
import { storeContract } from '../../test/suites/store-contract.ts';
import { storeLedgerContract } from '../../test/suites/store-ledger-contract.ts';
import { describeEngines } from '../../test/support/stores.ts';

describeEngines('the store', storeContract);
describeEngines('the store’s ledgers', storeLedgerContract);
describeEngines('the store’s memory of chats', storeChatContract);
