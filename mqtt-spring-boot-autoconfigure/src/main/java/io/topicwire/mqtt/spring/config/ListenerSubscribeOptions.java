package io.topicwire.mqtt.spring.config;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a listener says about its subscriptions. What is {@code null} is left to the
 * container factory.
 *
 * @param qos the highest QoS at which messages are to be delivered
 * @param noLocal whether the client's own messages are not to be sent back to it
 * @param retainAsPublished whether forwarded messages keep the RETAIN flag of their
 * publisher
 * @param retainHandling whether retained messages are sent when subscribing
 * @since 0.1.0
 */
public record ListenerSubscribeOptions(@Nullable QoS qos, @Nullable Boolean noLocal,
		@Nullable Boolean retainAsPublished, @Nullable RetainHandling retainHandling) {

	/**
	 * Options that leave everything to the container factory.
	 */
	public static final ListenerSubscribeOptions DEFAULTS = new ListenerSubscribeOptions(null, null, null, null);

	/**
	 * Return these options, completed by others.
	 * @param defaults what counts where these options say nothing
	 * @return complete options
	 */
	public SubscribeOptions withDefaults(SubscribeOptions defaults) {
		return new SubscribeOptions((this.qos != null) ? this.qos : defaults.qos(),
				(this.noLocal != null) ? this.noLocal : defaults.noLocal(),
				(this.retainAsPublished != null) ? this.retainAsPublished : defaults.retainAsPublished(),
				(this.retainHandling != null) ? this.retainHandling : defaults.retainHandling());
	}

}
