package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageExpiredException;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.session.RecordedChanges;
import io.topicwire.mqtt.session.StoredPublish;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Publisher}.
 */
class PublisherTests {

	private final VirtualTimer timer = new VirtualTimer();

	private final Publisher publisher = Publishers.create(this.timer,
			new OutgoingPublishes<>(new PacketIdentifiers<>(), new RecordedChanges()));

	@Test
	void messageThatWasNeverWrittenIsNewWhenTheSessionIsLost() {
		CompletableFuture<PublishResult> published = publish();
		notWritten(take(), false);
		assertThat(this.publisher.restart(false, ServerLimits.NONE)).isEmpty();
		assertThat(take().message().topic()).isEqualTo("a");
		assertThat(published).isNotDone();
	}

	@Test
	void messageThatMayHaveBeenWrittenFailsWhenTheSessionIsLost() {
		CompletableFuture<PublishResult> published = publish();
		notWritten(take(), true);
		this.publisher.restart(false, ServerLimits.NONE);
		assertThat(published).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttConnectionException.class);
	}

	@Test
	void messageThatWasSentWithAResumedSessionIsNotNewWhenTheSessionIsLostLater() {
		CompletableFuture<PublishResult> published = publish();
		notWritten(take(), false);
		assertThat(this.publisher.restart(true, ServerLimits.NONE)).hasSize(1);
		this.publisher.restart(false, ServerLimits.NONE);
		assertThat(published).isCompletedExceptionally();
		assertThat(this.publisher.take(new Batch())).isFalse();
	}

	@Test
	@Mqtt5("MQTT-3.3.1-1")
	@Mqtt3("MQTT-3.3.1-1")
	void onlyWhatMayHaveBeenWrittenIsADuplicateWhenTheSessionGoesOn() {
		publish();
		publish();
		PendingPublish first = take();
		notWritten(take(), false);
		notWritten(first, true);
		assertThat(this.publisher.restart(true, ServerLimits.NONE)).extracting("duplicate")
			.containsExactly(true, false);
		assertThat(this.publisher.restart(true, ServerLimits.NONE)).extracting("duplicate").containsExactly(true, true);
	}

	@Test
	void messageThatWasNeverWrittenExpiresAlsoWhenTheSessionGoesOn() {
		CompletableFuture<PublishResult> published = this.publisher
			.publish(MqttMessage.of("a", "x").qos(QoS.EXACTLY_ONCE).messageExpiry(Duration.ofSeconds(5)), null, true);
		notWritten(take(), false);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.publisher.restart(true, ServerLimits.NONE)).isEmpty();
		assertThat(published).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttMessageExpiredException.class);
	}

	@Test
	void lifetimeOfARestoredMessageBeganWhenItWasAccepted() {
		MqttMessage message = MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE).messageExpiry(Duration.ofSeconds(5));
		long now = this.timer.currentTimeMillis();
		this.publisher.restore(List.of(new StoredPublish(1, message, now - 5000, 0, false, 0),
				new StoredPublish(2, message, now - 4999, 0, false, 0)));
		assertThat(take().sequence()).isEqualTo(2);
		assertThat(this.publisher.take(new Batch())).isFalse();
	}

	@Test
	void lateReportOfAnOldConnectionDoesNotTouchWhatIsSentAgain() {
		publish();
		PendingPublish pending = take();
		this.publisher.restart(true, ServerLimits.NONE);
		notWritten(pending, false);
		assertThat(this.publisher.restart(true, ServerLimits.NONE)).extracting("duplicate").containsExactly(true);
	}

	@Test
	void lateReportOfAnOldConnectionDoesNotTouchWhatIsWaitingAgain() {
		CompletableFuture<PublishResult> published = publish();
		PendingPublish pending = take();
		notWritten(pending, false);
		this.publisher.restart(false, ServerLimits.NONE);
		notWritten(pending, true);
		assertThat(pending.state()).isEqualTo(PendingPublish.State.WAITING);
		assertThat(published).isNotDone();
	}

	@Test
	void messageOfQos0ThatWasNotWrittenFailsIfItIsNotKeptWithoutAConnection() {
		Publisher forgetful = Publishers.create(this.timer,
				new OutgoingPublishes<>(new PacketIdentifiers<>(), new RecordedChanges()),
				OutboxOptions.DEFAULT.whileOffline(OfflinePolicy.KEEP_ACKNOWLEDGED));
		CompletableFuture<PublishResult> published = forgetful.publish(MqttMessage.of("a", "x"), null, true);
		Batch batch = new Batch();
		assertThat(forgetful.take(batch)).isTrue();
		forgetful.notWritten(batch.publishes(), false, new IOException("test"));
		assertThat(published).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttConnectionException.class)
			.withMessageEndingWith("Publish with QoS 0 to topic 'a' (never sent) failed: the connection ended, "
					+ "and messages of QoS 0 are not kept while there is none");
		forgetful.restart(false, ServerLimits.NONE);
		assertThat(forgetful.take(new Batch())).isFalse();
	}

	@Test
	void callerWhoHasGoneOnLearnsThatTheMessageCannotBeTakenOver() {
		Publisher broken = Publishers.create(this.timer,
				new OutgoingPublishes<>(new PacketIdentifiers<>(), new RecordedChanges()), OutboxOptions.DEFAULT,
				() -> {
					throw new IllegalStateException("broken");
				});
		CompletableFuture<PublishResult> published = new CompletableFuture<>();
		PendingPublish publish = broken.pending(MqttMessage.of("a", "x"), published, true);
		assertThatIllegalStateException().isThrownBy(() -> broken.takeOver(publish, 0)).withMessage("broken");
		assertThat(published).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttException.class)
			.withMessageContaining("Publish with QoS 0 to topic 'a' (never sent) failed unexpectedly: ");
	}

	private CompletableFuture<PublishResult> publish() {
		return this.publisher.publish(MqttMessage.of("a", "x").qos(QoS.EXACTLY_ONCE), null, true);
	}

	private PendingPublish take() {
		Batch batch = new Batch();
		assertThat(this.publisher.take(batch)).isTrue();
		PendingPublish publish = batch.publish(0);
		assertThat(publish).isNotNull();
		return publish;
	}

	private void notWritten(PendingPublish publish, boolean begun) {
		this.publisher.notWritten(List.of(publish), begun, new IOException("test"));
	}

}
