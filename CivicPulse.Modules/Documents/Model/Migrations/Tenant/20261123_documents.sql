create index documents_by_title on documents (title, id);
