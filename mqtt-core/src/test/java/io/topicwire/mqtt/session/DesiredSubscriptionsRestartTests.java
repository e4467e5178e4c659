package io.topicwire.mqtt.session;

import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.packet.Subscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DesiredSubscriptions} after a connection was lost at any step.
 */
class DesiredSubscriptionsRestartTests {

	private static final SubscribeOptions QOS_0 = SubscribeOptions.of(QoS.AT_MOST_ONCE);

	private static final SubscribeOptions QOS_1 = SubscribeOptions.of(QoS.AT_LEAST_ONCE);

	private final DesiredSubscriptions subscriptions = new DesiredSubscriptions();

	@Test
	void grantedSubscriptionLivesInTheSession() {
		grant("a");
		this.subscriptions.restart(true, List.of());
		assertThat(this.subscriptions.isGranted("a")).isTrue();
		assertThat(this.subscriptions.takeNeeded(10)).isEmpty();
	}

	@Test
	void everySubscriptionIsAskedForWhenTheSessionIsLost() {
		grant("a");
		this.subscriptions.want("b", QOS_0);
		this.subscriptions.answered(request("b"), ReasonCode.UNSPECIFIED_ERROR);
		this.subscriptions.want("c", QOS_0);
		request("c");
		this.subscriptions.want("d", QOS_0);
		this.subscriptions.restart(false, List.of());
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.takeNeeded(10)).containsExactly(new Subscribe.Request("a", QOS_1),
				new Subscribe.Request("b", QOS_0), new Subscribe.Request("c", QOS_0),
				new Subscribe.Request("d", QOS_0));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void subscriptionThatWasNotAnsweredIsAskedForAgain(boolean sessionPresent) {
		this.subscriptions.want("a", QOS_1);
		Subscribe.Request lost = request("a");
		this.subscriptions.restart(sessionPresent, List.of());
		Subscribe.Request repeated = request("a");
		assertThat(repeated).isEqualTo(lost);
		assertThat(this.subscriptions.answered(repeated, ReasonCode.SUCCESS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusedSubscriptionIsAskedForAgain(boolean sessionPresent) {
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.answered(request("a"), ReasonCode.NOT_AUTHORIZED);
		this.subscriptions.restart(sessionPresent, List.of());
		assertThat(this.subscriptions.answered(request("a"), ReasonCode.SUCCESS)).isTrue();
		assertThat(this.subscriptions.isGranted("a")).isTrue();
	}

	@Test
	void subscriptionThatMayBeInTheSessionNeedsAnUnsubscribe() {
		this.subscriptions.want("a", QOS_1);
		request("a");
		this.subscriptions.restart(true, List.of());
		assertThat(this.subscriptions.forget("a")).isTrue();
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
	}

	@Test
	void subscriptionThatWasLostWithTheSessionNeedsNoUnsubscribe() {
		grant("a");
		grant("b");
		this.subscriptions.forget("b");
		this.subscriptions.restart(false, List.of("c"));
		assertThat(this.subscriptions.forget("a")).isFalse();
		assertThat(this.subscriptions.takeUnwanted(10)).isEmpty();
	}

	@Test
	void unsubscribeThatWasNotSentIsSentInTheSameSession() {
		grant("a");
		this.subscriptions.forget("a");
		this.subscriptions.restart(true, List.of());
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
	}

	@Test
	void unsubscribeThatWasNotAnsweredIsSentAgainInTheSameSession() {
		grant("a");
		this.subscriptions.forget("a");
		this.subscriptions.takeUnwanted(10);
		this.subscriptions.restart(true, List.of("a"));
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
	}

	@Test
	void unsubscribeThatWasNotAnsweredIsNotSentAgainWhenTheSubscriptionIsWanted() {
		grant("a");
		this.subscriptions.forget("a");
		this.subscriptions.takeUnwanted(10);
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.restart(true, List.of("a"));
		assertThat(this.subscriptions.takeUnwanted(10)).isEmpty();
		assertThat(this.subscriptions.takeNeeded(10)).hasSize(1);
	}

	@Test
	void subscriptionWhoseUnsubscribeWasNotAnsweredMayStillBeInTheSession() {
		grant("a");
		this.subscriptions.forget("a");
		this.subscriptions.takeUnwanted(10);
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.restart(true, List.of("a"));
		assertThat(this.subscriptions.forget("a")).isTrue();
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
	}

	private void grant(String filter) {
		this.subscriptions.want(filter, QOS_1);
		this.subscriptions.answered(request(filter), ReasonCode.GRANTED_QOS_1);
	}

	private Subscribe.Request request(String filter) {
		List<Subscribe.Request> requests = this.subscriptions.takeNeeded(10);
		assertThat(requests).extracting(Subscribe.Request::filter).containsExactly(filter);
		return requests.get(0);
	}

}
