package io.topicwire.mqtt.integration;

import org.openqa.selenium.By;

/**
 * How to find things in the page of the console.
 */
final class Find {

	private Find() {
	}

	static By css(String selector) {
		return By.cssSelector(selector);
	}

	static By button(String text) {
		return By.xpath("//button[normalize-space()='%s']".formatted(text));
	}

	static By field(String label) {
		return By.xpath("//*[@aria-label='%1$s' or @id=//label[normalize-space()='%1$s']/@for]".formatted(label));
	}

	/**
	 * A row that has a text.
	 * @param list class of the list that has the row
	 * @param text what the row contains; no mere number, because a row may have a time of
	 * the day, too
	 */
	static By row(String list, String text) {
		return By.xpath("//*[%s]//*[%s and contains(normalize-space(), '%s')]".formatted(hasClass(list),
				hasClass("row"), text));
	}

	private static String hasClass(String name) {
		return "contains(concat(' ', @class, ' '), ' %s ')".formatted(name);
	}

}
