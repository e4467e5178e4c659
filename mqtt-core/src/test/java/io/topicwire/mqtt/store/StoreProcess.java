package io.topicwire.mqtt.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredSession;

/**
 * Stores messages until it is killed, and prints what is stored. Of the messages that
 * were there before, those with even numbers are finished.
 */
public final class StoreProcess {

	static final String CLIENT = "meter-7";

	static final String OPENED = "opened";

	private StoreProcess() {
	}

	/**
	 * Store messages until the process is killed.
	 * @param args the directory, whether to wait for the disk, and a seed
	 */
	public static void main(String[] args) {
		Random random = new Random(Long.parseLong(args[2]));
		DiskSessionStore store = DiskSessionStore.at(Path.of(args[0])).sync(Boolean.parseBoolean(args[1]));
		try (StoredSession session = store.open(CLIENT)) {
			long number = session.load().lastNumber();
			print(OPENED);
			while (true) {
				List<SessionChange> changes = new ArrayList<>();
				long first = number + 1;
				for (int i = random.nextInt(50); i >= 0; i--) {
					changes.add(accepted(++number, random.nextInt(2000)));
				}
				session.write(changes);
				print("stored " + first + " " + number);
				List<SessionChange> finished = finished(first, number);
				if (!finished.isEmpty()) {
					session.write(finished);
					print("finished " + first + " " + number);
				}
			}
		}
	}

	private static List<SessionChange> finished(long first, long last) {
		List<SessionChange> changes = new ArrayList<>();
		for (long number = first; number <= last; number++) {
			if (isFinished(number)) {
				changes.add(new SessionChange.PublishFinished(number));
			}
		}
		return changes;
	}

	/**
	 * Return whether a message is one of those that are finished soon. A few stay.
	 */
	static boolean isFinished(long number) {
		return number % 64 != 0;
	}

	private static SessionChange accepted(long number, int size) {
		return new SessionChange.PublishAccepted(number,
				MqttMessage.of("a/" + number, payload(number, size)).qos(QoS.AT_LEAST_ONCE), number);
	}

	static byte[] payload(long number, int size) {
		byte[] payload = new byte[size];
		new Random(number).nextBytes(payload);
		return payload;
	}

	private static void print(String line) {
		System.out.println(line);
		System.out.flush();
	}

}
