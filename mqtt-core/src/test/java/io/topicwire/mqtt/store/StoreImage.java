package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.session.RandomSession;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredReceipt;
import io.topicwire.mqtt.session.StoredSession;

/**
 * The bytes of a file, and all that was ever true in it.
 */
final class StoreImage {

	static final String CLIENT = "meter-7";

	private static final int MESSAGES = 200;

	private final Map<Long, String> messages = new HashMap<>();

	private final Set<StoredReceipt> receipts = new HashSet<>();

	private final List<Commit> commits = new ArrayList<>();

	private final byte[] bytes;

	/**
	 * Write to a file.
	 * @param directory an empty directory
	 * @param seed what decides about the changes
	 * @param writes how many writes there are, of up to 20 changes each
	 */
	StoreImage(Path directory, long seed, int writes) throws IOException {
		Path file = file(directory);
		RandomSession random = new RandomSession(seed, 200, MESSAGES);
		try (StoredSession session = DiskSessionStore.at(directory).sync(false).open(CLIENT)) {
			session.load();
			remember(file, SessionState.EMPTY);
			for (int i = 0; i < writes; i++) {
				session.write(random.next(1 + i % 20));
				remember(file, random.model().state());
			}
		}
		this.bytes = Files.readAllBytes(file);
	}

	static Path file(Path directory) {
		return new SessionFiles(directory, CLIENT).data();
	}

	private void remember(Path file, SessionState state) throws IOException {
		this.commits.add(new Commit(Files.size(file), state));
		this.receipts.addAll(state.received());
		state.publishes().forEach((publish) -> this.messages.put(publish.number(), describe(publish.message())));
	}

	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Return all that was stored in the end.
	 */
	SessionState state() {
		return this.commits.get(this.commits.size() - 1).state();
	}

	/**
	 * Return what was stored when the file had a size.
	 */
	SessionState stateAt(long size) {
		return this.commits.get(commitAt(size)).state();
	}

	/**
	 * Return what was stored one commit later.
	 */
	SessionState stateAfter(long size) {
		return this.commits.get(Math.min(commitAt(size) + 1, this.commits.size() - 1)).state();
	}

	private int commitAt(long size) {
		int commit = 0;
		while (commit + 1 < this.commits.size() && this.commits.get(commit + 1).size() <= size) {
			commit++;
		}
		return commit;
	}

	/**
	 * Return whether everything in a state was stored once, bit by bit.
	 */
	boolean knows(SessionState state) {
		return this.receipts.containsAll(state.received()) && state.publishes()
			.stream()
			.allMatch((publish) -> describe(publish.message()).equals(this.messages.get(publish.number())));
	}

	static Set<Long> numbers(SessionState state) {
		return state.publishes().stream().map(StoredPublish::number).collect(Collectors.toSet());
	}

	/**
	 * Return everything in a state but the last number, to be compared.
	 */
	static String describe(SessionState state) {
		String publishes = state.publishes()
			.stream()
			.map((publish) -> List.of(publish.number(), publish.acceptedAt(), publish.packetIdentifier(),
					publish.released(), publish.position(), describe(publish.message())))
			.map(String::valueOf)
			.collect(Collectors.joining("\n"));
		return publishes + "\n" + new HashSet<>(state.received());
	}

	private static String describe(MqttMessage message) {
		return message + " " + Arrays.hashCode(message.payload()) + " " + message.userProperties();
	}

	/**
	 * What was stored, and how large the file was then.
	 *
	 * @param size size of the file in bytes
	 * @param state what was stored
	 */
	private record Commit(long size, SessionState state) {

	}

}
