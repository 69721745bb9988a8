-- Keys that were stored in the clear are in every backup made since: none of them is worth keeping. Everybody signs in once more.
delete from data_protection_keys;
