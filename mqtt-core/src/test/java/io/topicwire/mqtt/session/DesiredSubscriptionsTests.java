package io.topicwire.mqtt.session;

import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Subscribe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DesiredSubscriptions}.
 */
class DesiredSubscriptionsTests {

	private static final SubscribeOptions QOS_0 = SubscribeOptions.of(QoS.AT_MOST_ONCE);

	private static final SubscribeOptions QOS_1 = SubscribeOptions.of(QoS.AT_LEAST_ONCE);

	private final DesiredSubscriptions subscriptions = new DesiredSubscriptions();

	@Test
	void wantedSubscriptionIsAskedForOnce() {
		this.subscriptions.want("a/#", QOS_1);
		assertThat(this.subscriptions.options("a/#")).isEqualTo(QOS_1);
		assertThat(this.subscriptions.isGranted("a/#")).isFalse();
		assertThat(this.subscriptions.takeNeeded(10)).containsExactly(new Subscribe.Request("a/#", QOS_1));
		assertThat(this.subscriptions.takeNeeded(10)).isEmpty();
		this.subscriptions.want("a/#", QOS_1);
		assertThat(this.subscriptions.takeNeeded(10)).isEmpty();
	}

	@Test
	void subscriptionThatIsNotWantedIsUnknown() {
		assertThat(this.subscriptions.options("a")).isNull();
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.reasonCode("a")).isNull();
		assertThat(this.subscriptions.forget("a")).isFalse();
		assertThat(this.subscriptions.takeUnwanted(10)).isEmpty();
		assertThat(this.subscriptions.answered(new Subscribe.Request("a", QOS_1), ReasonCode.SUCCESS)).isFalse();
	}

	@Test
	void subscriptionsAreTakenInTheirOrderAndNotMoreThanAskedFor() {
		for (String filter : List.of("c", "a", "b")) {
			this.subscriptions.want(filter, QOS_1);
		}
		assertThat(this.subscriptions.takeNeeded(0)).isEmpty();
		assertThat(this.subscriptions.takeNeeded(2)).extracting(Subscribe.Request::filter).containsExactly("c", "a");
		assertThat(this.subscriptions.takeNeeded(2)).extracting(Subscribe.Request::filter).containsExactly("b");
		for (String filter : List.of("b", "c", "a")) {
			assertThat(this.subscriptions.forget(filter)).isTrue();
		}
		assertThat(this.subscriptions.takeUnwanted(2)).containsExactly("b", "c");
		assertThat(this.subscriptions.takeUnwanted(2)).containsExactly("a");
		assertThat(this.subscriptions.takeUnwanted(2)).isEmpty();
	}

	@Test
	@Mqtt5("MQTT-3.8.4-7")
	void subscriptionIsGrantedByItsAnswer() {
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.answered(request("a"), ReasonCode.SUCCESS)).isTrue();
		assertThat(this.subscriptions.isGranted("a")).isTrue();
		assertThat(this.subscriptions.reasonCode("a")).isEqualTo(ReasonCode.SUCCESS);
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.takeNeeded(10)).isEmpty();
		assertThat(this.subscriptions.isGranted("a")).isTrue();
	}

	@Test
	@Mqtt5("MQTT-3.8.4-7")
	void refusedSubscriptionIsNotGranted() {
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.answered(request("a"), ReasonCode.NOT_AUTHORIZED)).isTrue();
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.reasonCode("a")).isEqualTo(ReasonCode.NOT_AUTHORIZED);
		assertThat(this.subscriptions.takeNeeded(10)).isEmpty();
	}

	@Test
	void refusedSubscriptionIsAskedForWhenItIsWantedAgain() {
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.answered(request("a"), ReasonCode.NOT_AUTHORIZED);
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.reasonCode("a")).isNull();
		assertThat(this.subscriptions.answered(request("a"), ReasonCode.GRANTED_QOS_1)).isTrue();
		assertThat(this.subscriptions.isGranted("a")).isTrue();
	}

	@Test
	void subscriptionWithOtherOptionsIsAskedForAgain() {
		this.subscriptions.want("a", QOS_0);
		this.subscriptions.answered(request("a"), ReasonCode.SUCCESS);
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.reasonCode("a")).isNull();
		assertThat(this.subscriptions.takeNeeded(10)).containsExactly(new Subscribe.Request("a", QOS_1));
	}

	@Test
	void answerToOptionsThatWereReplacedIsIgnored() {
		this.subscriptions.want("a", QOS_0);
		Subscribe.Request first = request("a");
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.answered(first, ReasonCode.SUCCESS)).isFalse();
		Subscribe.Request second = request("a");
		assertThat(this.subscriptions.answered(first, ReasonCode.SUCCESS)).isFalse();
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.answered(second, ReasonCode.GRANTED_QOS_1)).isTrue();
	}

	@Test
	@Mqtt5("MQTT-3.8.4-7")
	void answerToEarlierRequestWithTheSameOptionsIsIgnored() {
		this.subscriptions.want("a", QOS_1);
		Subscribe.Request first = request("a");
		this.subscriptions.forget("a");
		this.subscriptions.takeUnwanted(10);
		this.subscriptions.want("a", QOS_1);
		Subscribe.Request second = request("a");
		assertThat(this.subscriptions.answered(first, ReasonCode.SUCCESS)).isFalse();
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.answered(second, ReasonCode.QUOTA_EXCEEDED)).isTrue();
		assertThat(this.subscriptions.reasonCode("a")).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
	}

	@Test
	void subscriptionThatWasRefusedNeedsNoUnsubscribe() {
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.answered(request("a"), ReasonCode.NOT_AUTHORIZED);
		assertThat(this.subscriptions.forget("a")).isFalse();
		assertThat(this.subscriptions.takeUnwanted(10)).isEmpty();
	}

	@Test
	void subscriptionThatWasNeverAskedForNeedsNoUnsubscribe() {
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.forget("a")).isFalse();
		assertThat(this.subscriptions.takeUnwanted(10)).isEmpty();
		assertThat(this.subscriptions.takeNeeded(10)).isEmpty();
	}

	@Test
	void subscriptionThatWasAskedForNeedsAnUnsubscribe() {
		this.subscriptions.want("a", QOS_1);
		Subscribe.Request request = request("a");
		assertThat(this.subscriptions.forget("a")).isTrue();
		assertThat(this.subscriptions.forget("a")).isTrue();
		assertThat(this.subscriptions.answered(request, ReasonCode.SUCCESS)).isFalse();
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
		assertThat(this.subscriptions.forget("a")).isFalse();
	}

	@Test
	void grantedSubscriptionNeedsAnUnsubscribeEvenIfItIsToBeChanged() {
		this.subscriptions.want("a", QOS_0);
		this.subscriptions.answered(request("a"), ReasonCode.SUCCESS);
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.forget("a")).isTrue();
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
	}

	@Test
	void grantedSubscriptionWhoseChangeIsRefusedNeedsAnUnsubscribe() {
		this.subscriptions.want("a", QOS_0);
		this.subscriptions.answered(request("a"), ReasonCode.SUCCESS);
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.answered(request("a"), ReasonCode.QUOTA_EXCEEDED);
		assertThat(this.subscriptions.forget("a")).isTrue();
	}

	@Test
	void subscriptionThatIsWantedAgainIsNotEnded() {
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.answered(request("a"), ReasonCode.SUCCESS);
		this.subscriptions.forget("a");
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.takeUnwanted(10)).isEmpty();
		assertThat(this.subscriptions.isGranted("a")).isFalse();
		assertThat(this.subscriptions.takeNeeded(10)).hasSize(1);
	}

	@Test
	void subscriptionThatIsWantedAndForgottenAgainNeedsAnUnsubscribe() {
		this.subscriptions.want("a", QOS_1);
		this.subscriptions.answered(request("a"), ReasonCode.SUCCESS);
		this.subscriptions.forget("a");
		this.subscriptions.want("a", QOS_1);
		assertThat(this.subscriptions.forget("a")).isTrue();
		assertThat(this.subscriptions.takeUnwanted(10)).containsExactly("a");
	}

	private Subscribe.Request request(String filter) {
		List<Subscribe.Request> requests = this.subscriptions.takeNeeded(10);
		assertThat(requests).extracting(Subscribe.Request::filter).containsExactly(filter);
		return requests.get(0);
	}

}
