package io.topicwire.mqtt.sample.history;

import java.util.List;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/**
 * Reads and writes the table of readings.
 */
interface ReadingRepository extends Repository<StoredReading, Long> {

	StoredReading save(StoredReading reading);

	long count();

	@Query("""
			select * from (select * from stored_reading where plant = :plant and machine = :machine
			order by id desc limit :limit) order by id""")
	List<StoredReading> findLatest(String plant, String machine, int limit);

	@Modifying
	@Query("delete from stored_reading where id <= :id")
	int deleteUpTo(long id);

}
