package io.topicwire.mqtt.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.SessionChange.Cleared;
import io.topicwire.mqtt.session.SessionChange.MessageForgotten;
import io.topicwire.mqtt.session.SessionChange.MessageHandled;
import io.topicwire.mqtt.session.SessionChange.MessageReceived;
import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.SessionChange.PublishFinished;
import io.topicwire.mqtt.session.SessionChange.PublishReleased;
import io.topicwire.mqtt.session.SessionChange.PublishRequeued;
import io.topicwire.mqtt.session.SessionChange.PublishSent;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What every durable {@link SessionStore} has to do. To be implemented by the test of
 * one.
 */
@SuppressWarnings("checkstyle:SpringJUnit5")
public interface SessionStoreContract {

	/**
	 * The client identifier of the session that is tested.
	 */
	String CLIENT = "meter-7";

	/**
	 * Return the store to test.
	 * @return a store that may have been used before by the same test, and by no other
	 */
	SessionStore store();

	@Test
	default void newSessionIsEmpty() {
		assertStored(SessionState.EMPTY);
	}

	@Test
	default void sessionIsDurable() {
		try (StoredSession session = store().open(CLIENT)) {
			assertThat(session.isDurable()).isTrue();
		}
	}

	@Test
	default void acceptedMessageIsKeptWithAllThatItSays() {
		MqttMessage message = MqttMessage.of("plants/7", new byte[] { 1, -1, 0 })
			.qos(QoS.EXACTLY_ONCE)
			.retain(true)
			.payloadIsText(true)
			.messageExpiry(Duration.ofHours(1))
			.contentType("text/plain")
			.responseTopic("replies/7")
			.correlationData(new byte[] { 9, 8 })
			.userProperty("one", "1")
			.userProperty("one", "\u20AC\uD83D\uDE00");
		write(new PublishAccepted(5, message, 1_700_000_000_123L));
		assertStored(new SessionState(List.of(new StoredPublish(5, message, 1_700_000_000_123L, 0, false, 0)),
				List.of(), 5));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4096, 100_000, 3_000_000 })
	default void payloadMayHaveAnySize(int size) {
		byte[] payload = new byte[size];
		LongStream.range(0, size).forEach((i) -> payload[(int) i] = (byte) (i * 31));
		MqttMessage message = message("a").payload(payload);
		write(new PublishAccepted(1, message, 2));
		assertStored(new SessionState(List.of(new StoredPublish(1, message, 2, 0, false, 0)), List.of(), 1));
	}

	@Test
	default void messagesAreInTheOrderOfTheirNumbers() {
		for (long number : new long[] { 3, 70_000, 70_001, 5_000_000_000L }) {
			write(accepted(number));
		}
		try (StoredSession session = store().open(CLIENT)) {
			SessionState state = session.load();
			assertThat(state.publishes()).extracting(StoredPublish::number)
				.containsExactly(3L, 70_000L, 70_001L, 5_000_000_000L);
			assertThat(state.lastNumber()).isEqualTo(5_000_000_000L);
		}
	}

	@Test
	default void exchangeOfMessageIsKept() {
		write(accepted(1), accepted(2), accepted(3));
		write(new PublishSent(1, 65_535, 10), new PublishSent(2, 1, 11));
		assertPublishes(publish(1, 65_535, false, 10), publish(2, 1, false, 11), publish(3, 0, false, 0));
		write(new PublishReleased(2, 12), new PublishSent(3, 7, 13));
		assertPublishes(publish(1, 65_535, false, 10), publish(2, 1, true, 12), publish(3, 7, false, 13));
	}

	@Test
	default void messageThatWaitsAgainIsAsIfItWasNeverSent() {
		write(accepted(1), new PublishSent(1, 4, 1), new PublishRequeued(1));
		assertPublishes(publish(1, 0, false, 0));
		write(new PublishSent(1, 5, 2));
		assertPublishes(publish(1, 5, false, 2));
	}

	@Test
	default void finishedMessageIsGone() {
		write(accepted(1), accepted(2), new PublishSent(1, 4, 1), new PublishSent(2, 5, 2));
		write(new PublishReleased(2, 3), new PublishFinished(1));
		assertPublishes(publish(2, 5, true, 3));
		write(new PublishFinished(2));
		assertStored(new SessionState(List.of(), List.of(), 2));
	}

	@Test
	default void messageMayBeFinishedInTheChangesItWasAcceptedIn() {
		write(accepted(1), new PublishSent(1, 4, 1), new PublishFinished(1));
		assertStored(new SessionState(List.of(), List.of(), 1));
	}

	@Test
	default void receivedMessageIsKeptUntilItIsForgotten() {
		write(new MessageReceived(65_535, 1), new MessageReceived(1, 2), new MessageReceived(2, 3));
		write(new MessageHandled(1));
		assertReceived(new StoredReceipt(65_535, 1, false), new StoredReceipt(1, 2, true),
				new StoredReceipt(2, 3, false));
		write(new MessageForgotten(1), new MessageForgotten(2), new MessageReceived(2, 4));
		assertReceived(new StoredReceipt(65_535, 1, false), new StoredReceipt(2, 4, false));
	}

	@Test
	default void packetIdentifiersOfBothDirectionsAreApart() {
		write(accepted(1), new PublishSent(1, 9, 1), new MessageReceived(9, 2), new MessageHandled(9));
		write(new PublishFinished(1));
		assertReceived(new StoredReceipt(9, 2, true));
	}

	@Test
	default void clearedSessionHoldsWhatFollows() {
		write(accepted(1), new PublishSent(1, 4, 1), new MessageReceived(1, 2));
		write(new Cleared(), accepted(3), new MessageReceived(5, 4));
		assertStored(new SessionState(List.of(publish(3, 0, false, 0)), List.of(new StoredReceipt(5, 4, false)), 4));
	}

	@Test
	default void clearedSessionMayHoldTheSameAgain() {
		write(accepted(1), new PublishSent(1, 4, 1), new MessageReceived(1, 2), new MessageHandled(1));
		write(new Cleared(), accepted(1), new MessageReceived(1, 2));
		assertStored(new SessionState(List.of(publish(1, 0, false, 0)), List.of(new StoredReceipt(1, 2, false)), 2));
	}

	@Test
	default void lastNumberIsNeverForgotten() {
		write(accepted(1), new MessageReceived(1, 17));
		write(new PublishFinished(1), new MessageForgotten(1));
		assertStored(new SessionState(List.of(), List.of(), 17));
		write(new Cleared());
		assertStored(new SessionState(List.of(), List.of(), 17));
	}

	@Test
	default void whatIsNotThereNeedNotBeFinished() {
		assertThatNoException().isThrownBy(() -> write(new PublishFinished(1), new MessageForgotten(1),
				new PublishRequeued(2), new PublishReleased(3, 1), new MessageHandled(2)));
		assertStored(SessionState.EMPTY);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	default void everythingIsKeptWhateverTheChangesAre(long seed) {
		RandomSession random = new RandomSession(seed, 300, 0);
		for (int reopened = 0; reopened < 10; reopened++) {
			try (StoredSession session = store().open(CLIENT)) {
				assertState(session.load()).isEqualTo(random.model().state());
				for (int i = 1; i <= 40; i++) {
					session.write(random.next(i));
				}
			}
		}
		assertStored(random.model().state());
	}

	@Test
	default void manyChangesAreStoredTogether() {
		List<SessionChange> changes = LongStream.rangeClosed(1, 20_000)
			.<SessionChange>mapToObj(SessionStoreContract::accepted)
			.toList();
		write(changes.toArray(SessionChange[]::new));
		try (StoredSession session = store().open(CLIENT)) {
			assertThat(session.load().publishes()).extracting(StoredPublish::number)
				.containsExactlyElementsOf(LongStream.rangeClosed(1, 20_000).boxed().toList());
		}
	}

	@Test
	default void clientsHaveSessionsOfTheirOwn() {
		try (StoredSession one = store().open("one"); StoredSession other = store().open("other")) {
			assertState(one.load()).isEqualTo(SessionState.EMPTY);
			assertState(other.load()).isEqualTo(SessionState.EMPTY);
			one.write(List.of(accepted(1)));
			other.write(List.of(accepted(2)));
		}
		try (StoredSession one = store().open("one"); StoredSession other = store().open("other")) {
			assertState(one.load()).isEqualTo(new SessionState(List.of(publish(1, 0, false, 0)), List.of(), 1));
			assertState(other.load()).isEqualTo(new SessionState(List.of(publish(2, 0, false, 0)), List.of(), 2));
		}
	}

	@Test
	default void sessionInUseIsRefused() {
		try (StoredSession session = store().open(CLIENT)) {
			assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> store().open(CLIENT))
				.withMessageContaining("in use");
			session.load();
			session.write(List.of(accepted(1)));
			assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> store().open(CLIENT));
		}
		assertPublishes(publish(1, 0, false, 0));
	}

	@Test
	default void sessionIsClosedOnce() {
		StoredSession session = store().open(CLIENT);
		session.close();
		try (StoredSession next = store().open(CLIENT)) {
			assertThatNoException().isThrownBy(session::close);
			assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> store().open(CLIENT));
			next.load();
		}
	}

	@Test
	default void nothingIsWrittenToClosedSession() {
		StoredSession session = store().open(CLIENT);
		session.close();
		assertThatExceptionOfType(MqttSessionStoreException.class).isThrownBy(() -> session.write(List.of(accepted(1))))
			.withMessageContaining("closed");
		assertStored(SessionState.EMPTY);
	}

	private void write(SessionChange... changes) {
		try (StoredSession session = store().open(CLIENT)) {
			session.load();
			session.write(List.of(changes));
		}
	}

	private void assertStored(SessionState expected) {
		try (StoredSession session = store().open(CLIENT)) {
			assertState(session.load()).isEqualTo(expected);
		}
	}

	private void assertPublishes(StoredPublish... expected) {
		try (StoredSession session = store().open(CLIENT)) {
			assertThat(session.load().publishes()).usingRecursiveFieldByFieldElementComparator()
				.containsExactly(expected);
		}
	}

	private void assertReceived(StoredReceipt... expected) {
		try (StoredSession session = store().open(CLIENT)) {
			assertThat(session.load().received()).containsExactlyInAnyOrder(expected);
		}
	}

	/**
	 * Begin to compare two states with everything in them.
	 * @param state the state that was read
	 * @return an assertion
	 */
	static RecursiveComparisonAssert<?> assertState(SessionState state) {
		return Assertions.assertThat(state)
			.usingRecursiveComparison()
			.withEqualsForType(Arrays::equals, byte[].class)
			.ignoringCollectionOrderInFields("received");
	}

	private static StoredPublish publish(long number, int packetIdentifier, boolean released, long position) {
		return new StoredPublish(number, message("a/" + number), number + 100, packetIdentifier, released, position);
	}

	private static SessionChange accepted(long number) {
		return new PublishAccepted(number, message("a/" + number), number + 100);
	}

	private static MqttMessage message(String topic) {
		return MqttMessage.of(topic, "payload of " + topic).qos(QoS.EXACTLY_ONCE);
	}

}
