package io.topicwire.mqtt;

/**
 * How the broker shall serve one subscription (MQTT 5.0, section 3.8.3.1). MQTT 3.1.1
 * knows the maximum QoS only; the other options are left out there.
 *
 * @param qos the highest QoS at which messages are to be delivered
 * @param noLocal whether the client's own messages are not to be sent back to it
 * @param retainAsPublished whether forwarded messages keep the RETAIN flag of their
 * publisher
 * @param retainHandling whether retained messages are sent when subscribing
 * @since 0.1.0
 */
public record SubscribeOptions(QoS qos, boolean noLocal, boolean retainAsPublished, RetainHandling retainHandling) {

	/**
	 * Return options with the given QoS and everything else as MQTT 3.1.1 has it.
	 * @param qos the highest QoS at which messages are to be delivered
	 * @return the options
	 */
	public static SubscribeOptions of(QoS qos) {
		return new SubscribeOptions(qos, false, false, RetainHandling.SEND);
	}

	/**
	 * Return these options with another No Local option.
	 * @param noLocal whether the client's own messages are not to be sent back to it
	 * @return new options
	 */
	public SubscribeOptions noLocal(boolean noLocal) {
		return new SubscribeOptions(this.qos, noLocal, this.retainAsPublished, this.retainHandling);
	}

	/**
	 * Return these options with another Retain As Published option.
	 * @param retainAsPublished whether forwarded messages keep the RETAIN flag of their
	 * publisher
	 * @return new options
	 */
	public SubscribeOptions retainAsPublished(boolean retainAsPublished) {
		return new SubscribeOptions(this.qos, this.noLocal, retainAsPublished, this.retainHandling);
	}

	/**
	 * Return these options with another Retain Handling option.
	 * @param retainHandling whether retained messages are sent when subscribing
	 * @return new options
	 */
	public SubscribeOptions retainHandling(RetainHandling retainHandling) {
		return new SubscribeOptions(this.qos, this.noLocal, this.retainAsPublished, retainHandling);
	}

}
