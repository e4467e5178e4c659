create table if not exists stored_reading (
	id bigint generated always as identity primary key,
	plant varchar(1000) not null,
	machine varchar(1000) not null,
	received_at bigint not null,
	celsius double precision not null
);

create index if not exists stored_reading_of_machine on stored_reading (plant, machine, id);
