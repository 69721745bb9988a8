-- Minutes disappear with their transcript, by the foreign key.
create trigger search_forget after delete on minutes referencing old table as old_rows for each statement execute function search.forget();
