-- Which macro a person made a reply of, for the question that was asked: the next question like it finds it sooner.
create table macro_choices (
  answer_id text collate "C" not null references answers (id),
  macro_id text collate "C" not null,
  by_member text not null,
  at timestamptz(3) not null,
  primary key (answer_id, macro_id)
);
create index macro_choices_by_time on macro_choices (at);
